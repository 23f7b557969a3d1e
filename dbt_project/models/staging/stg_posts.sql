{{ stage("posts") }}
