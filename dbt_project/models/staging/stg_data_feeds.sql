{{ stage("data_feeds") }}
