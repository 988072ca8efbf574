package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.file.FileStamp;
import java.util.Optional;

/**
 * A regular file of a bundle.
 *
 * @param path where it lies in the bundle
 * @param size in bytes as the listing says; reading fails when it turns out otherwise
 * @param executable whether its owner may execute it
 * @param stamp the source file's identity from before it was read, where the file system tells one;
 *     empty inside archives
 */
@Internal
public record BundleEntry(
    EntryPath path, long size, boolean executable, Optional<FileStamp> stamp) {}
