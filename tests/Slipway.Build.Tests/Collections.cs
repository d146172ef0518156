// Cake keeps the console and the working directory of its process for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
