package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the text of a {@code signature.json} member by member, so that a test can change one of
 * them. Values are raw JSON. The signature is right for the bytes given to {@link #signed}.
 */
public final class Envelopes {
  private final Map<String, String> members = new LinkedHashMap<>();
  private final SignatureAlgorithm algorithm;
  private final Certificates.Issued leaf;

  private Envelopes(SignatureAlgorithm algorithm, Certificates.Issued leaf) {
    this.algorithm = algorithm;
    this.leaf = leaf;
  }

  /** Version 1 over these hashes; the leaf has an RSA key. */
  public static Envelopes version1(Certificates.Issued leaf, String hashes, String signedBytes) {
    return new Envelopes(SignatureAlgorithm.RSA_PSS_SHA1, leaf)
        .with("hashes", hashes)
        .signed(signedBytes.getBytes(UTF_8))
        .with("certificate", pem(leaf));
  }

  /** Version 2 over these hashes, taken as they are; the leaf has a P-384 key. */
  public static Envelopes version2(Certificates.Issued leaf, String hashes) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_P384_SHA384;
    return new Envelopes(algorithm, leaf)
        .with("v", "2")
        .with("alg", "\"" + algorithm.id() + "\"")
        .with("hashes", hashes)
        .with("certificates", "{\"leaf\":" + pem(leaf) + ",\"chain\":[]}")
        .signed(hashes.getBytes(UTF_8));
  }

  /** Returns a certificate's PEM as a JSON string. */
  public static String pem(Certificates.Issued issued) {
    return quote(PemFiles.text(issued.certificate()));
  }

  /** Returns a text without quotes or backslashes as a JSON string. */
  public static String quote(String text) {
    return "\"" + text.replace("\n", "\\n").replace("\r", "\\r") + "\"";
  }

  /** Sets a member. */
  public Envelopes with(String name, String json) {
    members.put(name, json);
    return this;
  }

  /** Takes a member away. */
  public Envelopes without(String name) {
    members.remove(name);
    return this;
  }

  /** Sets a signature over these bytes. */
  public Envelopes signed(byte[] bytes) {
    try {
      byte[] signature = algorithm.sign(leaf.keys().getPrivate(), bytes);
      return with("signature", quote(Base64.getEncoder().encodeToString(signature)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the JSON. */
  public String text() {
    StringBuilder text = new StringBuilder("{");
    members.forEach(
        (name, json) ->
            text.append(text.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(json));
    return text.append('}').toString();
  }

  /** Returns the JSON in UTF-8. */
  public byte[] bytes() {
    return text().getBytes(UTF_8);
  }
}
