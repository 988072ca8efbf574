package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a registry sends those who want in (the distribution project's token authentication). It
 * must be the registry itself, or a server that the settings name: a registry that was taken over
 * could have passwords sent anywhere otherwise. It is asked for the one repository only, whatever
 * scope the registry names.
 */
record TokenServer(RegistryAccess access, URI registry) {
  private static final int MOST_BYTES = 64 << 10;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,32768}");

  /**
   * Returns a token.
   *
   * @param scope what for
   * @param login who asks; empty for anybody
   * @throws IOException when there is none
   */
  String token(Challenge challenge, String scope, Optional<Login> login) throws IOException {
    URI realm = access.check(RegistryAccess.uri(challenge.parameter("realm")));
    String host = realm.getRawAuthority();
    if (!access.mayBeTold(registry, realm)) {
      throw new IOException(
          "it wants passwords to be told to another server, "
              + host
              + "; if that is right, name it among the token servers");
    }
    String query =
        "service=" + encoded(challenge.parameter("service")) + "&scope=" + encoded(scope);
    String start = realm.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            RegistryAccess.uri(start + (realm.getRawQuery() == null ? "?" : "&") + query));
    login.ifPresent(who -> request.header("Authorization", who.basic()));
    try {
      return token(access.http(MOST_BYTES).send(request));
    } catch (IOException e) {
      throw new IOException(
          "its token server "
              + host
              + " gives no token: "
              + e.getMessage()
              + "; "
              + (login.isPresent()
                  ? "check user name and password, and what they allow"
                  : "it may want a user name and password"),
          e);
    }
  }

  @SuppressWarnings("UnusedException") // its message might hold a part of the token
  private static String token(byte[] answer) throws IOException {
    JsonNode json;
    try {
      json = StrictJson.tree(answer);
    } catch (IOException e) {
      throw new IOException("it answers with something else than JSON");
    }
    String token = json.path("token").asText(json.path("access_token").asText());
    if (!TOKEN.matcher(token).matches()) {
      throw new IOException("its answer has none");
    }
    return token;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
