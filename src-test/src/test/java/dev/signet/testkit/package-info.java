/** Fixtures that tests of several packages share: trees of files, ordinary and crafted archives. */
@NullMarked
package dev.signet.testkit;

import org.jspecify.annotations.NullMarked;
