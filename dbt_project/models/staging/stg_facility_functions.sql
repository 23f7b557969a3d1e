{{ stage("facility_functions") }}
