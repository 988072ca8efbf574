package dev.signet.verify;

import java.util.function.UnaryOperator;

/**
 * How to look at a bundle.
 *
 * @param known files that need not be read again
 * @param runnable whether to tell what may keep it from running, which needs all jars
 * @param seen what is judged instead of what was read
 */
record Way(DigestCache known, boolean runnable, UnaryOperator<BundleContents> seen) {}
