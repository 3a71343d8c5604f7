/** @agon/data/node: the cache of datasets on disk, and how they are fetched. */
export {};
