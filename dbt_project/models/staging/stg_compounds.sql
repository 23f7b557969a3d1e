{{ stage("compounds") }}
