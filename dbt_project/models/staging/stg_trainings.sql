{{ stage("trainings") }}
