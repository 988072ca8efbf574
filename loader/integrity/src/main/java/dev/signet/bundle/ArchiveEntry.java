package dev.signet.bundle;

/**
 * An entry of an archive and where its data lies.
 *
 * @param dataOffset in the archive, in bytes
 */
record ArchiveEntry(CentralHeader header, long dataOffset) {}
