/**
 * Bundles in registries that speak the OCI distribution spec, and in folders of the OCI image
 * layout. Everything is named by its digest, and is exactly that or is not there. Whether a bundle
 * may run is not asked here: its proof is inside it.
 */
@NullMarked
package dev.signet.oci;

import org.jspecify.annotations.NullMarked;
