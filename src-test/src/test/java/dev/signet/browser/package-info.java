/** The sample host's pages in a real browser; skipped where there is no Chromium. */
@NullMarked
package dev.signet.browser;

import org.jspecify.annotations.NullMarked;
