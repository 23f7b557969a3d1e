{{ stage("economy") }}
