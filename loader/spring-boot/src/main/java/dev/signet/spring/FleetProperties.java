package dev.signet.spring;

import org.jspecify.annotations.Nullable;

/**
 * Whose list of plugins the application goes by, which it does by {@code
 * HostConfiguration.convergence}.
 *
 * @param name The fleet, as its lists name it.
 * @param list File plugins.lock.
 * @param bundles Folder that relative paths in the list are below.
 */
public record FleetProperties(
    @Nullable String name, @Nullable String list, @Nullable String bundles) {}
