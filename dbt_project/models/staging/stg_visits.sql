{{ stage("visits") }}
