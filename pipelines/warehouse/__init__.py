"""Build, audit and publish the warehouse. The only writer of build/ and published/."""
