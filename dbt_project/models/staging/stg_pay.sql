{{ stage("pay") }}
