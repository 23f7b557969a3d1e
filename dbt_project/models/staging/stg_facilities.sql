{{ stage("facilities") }}
