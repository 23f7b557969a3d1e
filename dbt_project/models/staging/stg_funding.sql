{{ stage("funding") }}
