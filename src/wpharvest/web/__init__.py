"""What is served over HTTP: the replay of a snapshot, and the sample site it is shown with."""
