package dev.signet.sample.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs somebody else's plugin id with a valid certificate of one's own: every hash and the
 * signature are right, only the name is not. Written by hand, as such a person would: Signet's own
 * signer refuses to.
 */
final class Impostor {
  private Impostor() {}

  /**
   * Writes a {@code signature.json} of version 2 into a folder without one.
   *
   * @param key PKCS #8 in PEM, on the curve P-384
   * @param certificate PEM
   */
  static void sign(Path folder, Path key, Path certificate) throws IOException {
    String hashes = hashes(folder);
    String leaf = Files.readString(certificate).strip().replace("\n", "\\n");
    String json =
        "{\"v\":2,\"alg\":\"ecdsa-p384-sha384\",\"hashes\":"
            + hashes
            + ",\"certificates\":{\"leaf\":\""
            + leaf
            + "\",\"chain\":[]},\"signature\":\""
            + signature(key, hashes)
            + "\"}";
    Files.writeString(folder.resolve("signature.json"), json);
  }

  private static String hashes(Path folder) throws IOException {
    List<String> members = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        members.add("\"" + path + "\":\"" + sha512(Files.readAllBytes(file)) + "\"");
      }
    }
    // The paths are ASCII, so this is the order of their bytes.
    return "{" + String.join(",", members.stream().sorted().toList()) + "}";
  }

  private static String sha512(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  private static String signature(Path keyFile, String hashes) throws IOException {
    String base64 = Files.readString(keyFile).replaceAll("-----[^-]+-----|\\s", "");
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initSign(key);
      signature.update(hashes.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException(keyFile + " cannot sign: " + e.getMessage(), e);
    }
  }
}
