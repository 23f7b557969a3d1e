{{ stage("donations") }}
