{{ stage("meetings") }}
