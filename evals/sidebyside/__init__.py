"""Side by side with a plain chunk-and-retrieve pipeline of a well-known framework."""
