{{ stage("service_items") }}
