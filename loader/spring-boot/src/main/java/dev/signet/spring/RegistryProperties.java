package dev.signet.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How registries are asked that bundles may be fetched from, which the application does by {@code
 * HostConfiguration.registries}.
 *
 * @param dockerConfig File that 'docker login' writes, with user names and passwords.
 * @param tokenServers Servers beside the registries that may be told passwords.
 * @param plainHttp Whether registries on this machine, and no others, are asked by plain http.
 * @param timeLimit How long an exchange may take, such as '10 minutes'.
 * @param mostBytes How many bytes a bundle may have.
 */
public record RegistryProperties(
    @Nullable String dockerConfig,
    @Nullable List<String> tokenServers,
    @Nullable Boolean plainHttp,
    @Nullable String timeLimit,
    @Nullable Long mostBytes) {}
