package dev.signet.bundle.archive;

/**
 * An entry of an archive and where its data lies.
 *
 * @param dataOffset in the archive, in bytes
 */
public record ArchiveEntry(CentralHeader header, long dataOffset) {}
