package dev.signet.verify;

import dev.signet.bundle.Layout;
import java.util.Optional;

/**
 * What the caller takes a bundle for.
 *
 * @param id the id asked for; empty to take the bundle's own
 */
public record Expectation(Optional<String> id, Layout layout, boolean coreSignsApps) {}
