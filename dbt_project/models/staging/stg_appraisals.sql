{{ stage("appraisals") }}
