/** The vocabulary: facts about a bundle's bytes and the one code for each problem. */
@NullMarked
package dev.signet.verdict;

import org.jspecify.annotations.NullMarked;
