{{ stage("planning_cases") }}
