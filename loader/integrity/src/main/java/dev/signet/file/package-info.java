/** Files, folders, locks and permissions: what holds for any file, and nothing about bundles. */
@Internal
@NullMarked
package dev.signet.file;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;
