package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.signet.manifest.CanonicalJson;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Somebody who signs plugins, under an authority of the test's own. */
public final class PluginAuthor {
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final Map<String, String> members = new LinkedHashMap<>();
  private Function<byte[], List<JsonNode>> beside = hashes -> List.of();

  private PluginAuthor(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /** Returns the same author, who puts one more member into {@code signature.json}. */
  public PluginAuthor saying(String member, String json) {
    PluginAuthor other = new PluginAuthor(keys, certificate);
    other.members.putAll(members);
    other.members.put(member, json);
    other.beside = beside;
    return other;
  }

  /**
   * Returns the same author, with further signatures beside his.
   *
   * @param signatures makes them of the bytes that the author signs; see {@link #cosignature}
   */
  public PluginAuthor beside(Function<byte[], List<JsonNode>> signatures) {
    PluginAuthor other = new PluginAuthor(keys, certificate);
    other.members.putAll(members);
    other.beside = signatures;
    return other;
  }

  /** Returns the same author, beside whom others sign a plugin rightly. */
  public PluginAuthor beside(String pluginId, PluginAuthor... others) {
    return beside(
        hashes ->
            Stream.of(others)
                .sorted(Comparator.comparing(PluginAuthor::keyId))
                .map(other -> other.cosignature(pluginId, hashes))
                .toList());
  }

  /** Returns a further signature by this author's key, of a plugin whose author signs this. */
  public JsonNode cosignature(String pluginId, byte[] hashes) {
    String text = "signet co-signature 1\n" + pluginId + "\n" + sha512(hashes) + "\n";
    return cosignatureOver(text.getBytes(UTF_8));
  }

  /** Returns a further signature by this author's key, over whatever bytes. */
  public JsonNode cosignatureOver(byte[] bytes) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("alg", isRsa() ? "rsa-pss-sha384" : "ecdsa-p384-sha384");
    json.putObject("certificates").put("leaf", PemFiles.text(certificate)).putArray("chain");
    return json.put("signature", Base64.getEncoder().encodeToString(signature(bytes)));
  }

  /** Returns the same key under a certificate for another name. */
  public PluginAuthor named(String name, CertificateAuthority authority) {
    return certified(name, authority, keys);
  }

  /** Returns an author whose certificate ends then. */
  public static PluginAuthor until(
      String pluginId, CertificateAuthority authority, Instant notAfter) {
    KeyPair pair = KeyType.P384.generate();
    Instant from = authority.certificate().getNotBefore().toInstant();
    return new PluginAuthor(
        pair, authority.issue(pluginId, pair.getPublic(), new Validity(from, notAfter)));
  }

  /** Returns the author's key. */
  public SigningKey key() {
    return new SigningKey(keys.getPrivate());
  }

  /** Writes the author's key to a file that is not there. */
  public void writeKey(Path file) throws IOException {
    PemFiles.writePrivateKey(file, keys.getPrivate());
  }

  /** Returns SHA-256 of the author's public key, in hex. */
  public String keyId() {
    return KeyRules.id(keys.getPublic());
  }

  /** Returns a new authority, valid from a month ago for a year. */
  public static CertificateAuthority authority(String name) {
    return authority(name, KeyType.P384);
  }

  /** Returns a new authority with such a key, valid from a month ago for a year. */
  public static CertificateAuthority authority(String name, KeyType type) {
    Instant from = Instant.now().minus(Duration.ofDays(30));
    return CertificateAuthority.root(name, type, Validity.starting(from, Duration.ofDays(365)));
  }

  /** Returns a store that trusts this authority only. */
  public static TrustStore trusting(CertificateAuthority authority) {
    return TrustStore.builder()
        .anchor(new TrustAnchor(authority.certificate(), AnchorProfile.STANDARD))
        .build();
  }

  /** Returns an author with a certificate for one plugin. */
  public static PluginAuthor of(String pluginId, CertificateAuthority authority) {
    return of(pluginId, authority, KeyType.P384);
  }

  /** Returns an author with such a key; RSA takes long to make, and a tenth to verify. */
  public static PluginAuthor of(String pluginId, CertificateAuthority authority, KeyType type) {
    return certified(pluginId, authority, type.generate());
  }

  /** Returns an author with these keys. */
  public static PluginAuthor certified(
      String pluginId, CertificateAuthority authority, KeyPair keys) {
    X509Certificate issuer = authority.certificate();
    Validity validity =
        new Validity(issuer.getNotBefore().toInstant(), issuer.getNotAfter().toInstant());
    return new PluginAuthor(keys, authority.issue(pluginId, keys.getPublic(), validity));
  }

  /** Returns an author with whatever certificate it is. */
  public static PluginAuthor holding(X509Certificate certificate, KeyPair keys) {
    return new PluginAuthor(keys, certificate);
  }

  /** Returns the same author, with the same key, under one more certificate for a plugin. */
  public PluginAuthor renewed(String pluginId, CertificateAuthority authority) {
    return certified(pluginId, authority, keys);
  }

  /** Returns the author's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Returns {@code signature.json}, version 2, over these files. */
  public byte[] sign(Map<String, byte[]> files) {
    return sign(files, digest -> digest);
  }

  /** Returns a rightly signed {@code signature.json} with digests that were changed before. */
  public byte[] sign(Map<String, byte[]> files, UnaryOperator<String> change) {
    Map<String, String> digests = new TreeMap<>();
    files.forEach((path, content) -> digests.put(path, change.apply(sha512(content))));
    byte[] signed = CanonicalJson.version2(digests);
    ObjectNode envelope = new ObjectMapper().createObjectNode();
    envelope.put("v", 2).put("alg", isRsa() ? "rsa-pss-sha384" : "ecdsa-p384-sha384");
    envelope.putRawValue("hashes", new RawValue(new String(signed, UTF_8)));
    envelope.putObject("certificates").put("leaf", PemFiles.text(certificate)).putArray("chain");
    envelope.put("signature", Base64.getEncoder().encodeToString(signature(signed)));
    List<JsonNode> further = beside.apply(signed);
    if (!further.isEmpty()) {
      envelope.putArray("cosignatures").addAll(further);
    }
    members.forEach((member, json) -> envelope.putRawValue(member, new RawValue(json)));
    return envelope.toString().getBytes(UTF_8);
  }

  /** Returns the files with their signature at this path. */
  public Map<String, byte[]> signed(Map<String, byte[]> files, String signaturePath) {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(signaturePath, sign(files));
    return all;
  }

  private boolean isRsa() {
    return keys.getPublic() instanceof RSAPublicKey;
  }

  private byte[] signature(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(isRsa() ? "RSASSA-PSS" : "SHA384withECDSA");
      if (isRsa()) {
        signature.setParameter(
            new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
      }
      signature.initSign(keys.getPrivate());
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha512(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
