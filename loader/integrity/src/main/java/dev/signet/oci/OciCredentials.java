package dev.signet.oci;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What registries are told about who asks. Each is told its own only, and when it asks for it;
 * nothing is logged or shown. Immutable.
 */
public final class OciCredentials {
  private static final OciCredentials NONE = new OciCredentials(Map.of(), null);

  private final Map<String, Login> logins;
  private final @Nullable DockerConfig docker;

  private OciCredentials(Map<String, Login> logins, @Nullable DockerConfig docker) {
    this.logins = Map.copyOf(logins);
    this.docker = docker;
  }

  /** Returns those of somebody who tells nothing. */
  public static OciCredentials none() {
    return NONE;
  }

  /**
   * Returns those in a configuration file of Docker's, {@code config.json}: its {@code auths}, and
   * what the programs say that {@code credHelpers} and {@code credsStore} name, {@code
   * docker-credential-…} on the path. A program has 30 seconds. The file is read whenever a
   * registry asks; where it is not there, nothing is told.
   */
  public static OciCredentials dockerConfig(Path file) {
    return dockerConfig(file, "");
  }

  static OciCredentials dockerConfig(Path file, String programs) {
    return new OciCredentials(Map.of(), new DockerConfig(file.toAbsolutePath(), programs));
  }

  /**
   * Returns these, with a user name and password for one registry in place of any others.
   *
   * @param registry as references name it: host, or host and port
   * @throws IllegalArgumentException when it is neither
   */
  public OciCredentials with(String registry, String user, String password) {
    Map<String, Login> more = new HashMap<>(logins);
    more.put(
        OciReference.requireServer(registry),
        new Login(
            Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password")));
    return new OciCredentials(more, docker);
  }

  /**
   * Returns what a registry may be told.
   *
   * @throws IOException when a file or program that should say so does not
   */
  Optional<Login> of(String registry) throws IOException {
    Login own = logins.get(registry);
    if (own != null || docker == null) {
      return Optional.ofNullable(own);
    }
    return docker.login(registry);
  }
}
