{{ stage("inspections") }}
