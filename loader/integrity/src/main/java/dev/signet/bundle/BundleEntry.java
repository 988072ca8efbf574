package dev.signet.bundle;

import java.util.Optional;

/**
 * A regular file of a bundle.
 *
 * @param size as the listing says; never trusted for more than a guess
 * @param executable whether its owner may execute it
 * @param stamp the source file's identity, where the file system tells one; empty inside archives
 */
public record BundleEntry(
    EntryPath path, long size, boolean executable, Optional<FileStamp> stamp) {}
