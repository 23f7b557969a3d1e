{{ stage("accreditations") }}
