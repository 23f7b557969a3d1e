{{ stage("grids") }}
