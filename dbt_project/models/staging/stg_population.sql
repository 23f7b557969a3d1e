{{ stage("population") }}
