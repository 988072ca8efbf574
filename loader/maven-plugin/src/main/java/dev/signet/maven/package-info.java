/** Signs bundles in their own build with Maven, and checks them there as a host would. */
@NullMarked
package dev.signet.maven;

import org.jspecify.annotations.NullMarked;
