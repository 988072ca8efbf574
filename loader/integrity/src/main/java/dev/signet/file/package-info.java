/** Files, folders, locks and permissions: what holds for any file, and nothing about bundles. */
@NullMarked
package dev.signet.file;

import org.jspecify.annotations.NullMarked;
