package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.file.IoCause;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A configuration file of Docker's, as far as it tells who asks. No message holds anything of its
 * content.
 *
 * @param programs where credential helpers are, as {@link CredentialHelper} has it
 */
record DockerConfig(Path file, String programs) {
  private static final int MOST_BYTES = 1 << 20;

  /** Docker's own registry is kept under an address that nobody asks any more. */
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  /**
   * Returns what it has for a registry.
   *
   * @throws IOException naming the file or program, when that cannot be read
   */
  Optional<Login> login(String registry) throws IOException {
    JsonNode config = read();
    List<String> names = names(registry);
    for (String name : names) {
      String helper = config.path("credHelpers").path(name).asText();
      if (!helper.isEmpty()) {
        return new CredentialHelper(programs, helper).login(name);
      }
    }
    String store = config.path("credsStore").asText();
    for (String name : names) {
      JsonNode entry = config.path("auths").path(name);
      Optional<Login> login = entry.path("auth").asText().isEmpty() ? Optional.empty() : of(entry);
      if (login.isEmpty() && !store.isEmpty()) {
        login = new CredentialHelper(programs, store).login(name);
      }
      if (login.isPresent()) {
        return login;
      }
    }
    return Optional.empty();
  }

  private static List<String> names(String registry) {
    boolean hub = registry.equals("registry-1.docker.io") || registry.equals("docker.io");
    return hub ? List.of(DOCKER_HUB) : List.of(registry, "https://" + registry);
  }

  @SuppressWarnings("UnusedException") // its message would hold a part of the password
  private Optional<Login> of(JsonNode entry) throws IOException {
    try {
      byte[] both = Base64.getDecoder().decode(entry.path("auth").asText());
      String text = new String(both, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      if (colon > 0) {
        return Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IOException(file + " holds an 'auth' that is no user name and password; log in anew");
  }

  /** Links are followed: where secrets are mounted, the file is one. */
  private JsonNode read() throws IOException {
    if (!Files.exists(file)) {
      return StrictJson.tree("{}".getBytes(StandardCharsets.UTF_8));
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      return StrictJson.tree(bytes);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + IoCause.of(e), e);
    }
  }
}
