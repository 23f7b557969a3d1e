{{ stage("elections") }}
