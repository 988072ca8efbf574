package dev.signet.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.envelope.DetachedSignature;
import dev.signet.envelope.SignatureFile;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A {@code plugins.lock}: a list, and the signature over it. Without a signature it is a draft,
 * which no host goes by. It has one reading, or none; white space does not matter. Nothing about
 * trust follows from that: see {@link LockCheck}. Immutable.
 */
public final class SignedLock {
  /** Most bytes of a file: 8 MiB. */
  public static final int MOST_BYTES = 8 << 20;

  private static final String LOCK = "lock";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PluginsLock lock;
  private final Optional<DetachedSignature> signature;

  private SignedLock(PluginsLock lock, Optional<DetachedSignature> signature) {
    this.lock = lock;
    this.signature = signature;
  }

  /** Returns a list that nobody has signed. */
  public static SignedLock draft(PluginsLock lock) {
    return new SignedLock(lock, Optional.empty());
  }

  /**
   * Returns a list with a signature, right or not.
   *
   * @param signature over {@link PluginsLock#signedBytes}
   */
  @Internal
  public static SignedLock of(PluginsLock lock, DetachedSignature signature) {
    return new SignedLock(lock, Optional.of(signature));
  }

  /**
   * Reads a file: any bytes, in time and memory bounded by {@link #MOST_BYTES}.
   *
   * @param name what to call it in messages, such as its path
   * @throws LockException when it is no such file, or has more than one reading
   */
  public static SignedLock read(byte[] content, String name) throws LockException {
    try {
      return parse(content);
    } catch (IOException | IllegalArgumentException e) {
      throw new LockException(
          name
              + " is no list of wanted plugins that this version of Signet can read: "
              + e.getMessage()
              + ". Make it by 'signet lock:create' and 'signet lock:add', and sign it.",
          e);
    }
  }

  private static SignedLock parse(byte[] content) throws IOException {
    if (content.length > MOST_BYTES) {
      throw new IOException("it has more than the " + MOST_BYTES + " bytes allowed");
    }
    requirePlainUtf8(content);
    ObjectNode members = StrictJson.read(content, ObjectNode.class);
    JsonNode body = members.remove(LOCK);
    if (body == null || !body.isObject()) {
      throw new IOException("it has no JSON object \"lock\"");
    }
    PluginsLock lock = StrictJson.read(body, LockForm.class).lock();
    return members.isEmpty() ? draft(lock) : of(lock, signature(members));
  }

  private static DetachedSignature signature(ObjectNode members) throws IOException {
    ObjectNode known = members.deepCopy();
    known.retain("alg", "certificates", "signature", "timestamp");
    if (known.size() != members.size()) {
      throw new IOException(
          "it has a member that is unknown here, and that nobody would have signed");
    }
    return DetachedSignature.of(members);
  }

  /** A parser that guesses the encoding would find another text in the same bytes. */
  private static void requirePlainUtf8(byte[] content) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
    for (byte each : content) {
      if (each == 0) {
        throw new IOException("it is not plain UTF-8 text");
      }
    }
    if (content.length == 0 || content[0] != '{') {
      throw new IOException("it does not begin with '{'");
    }
  }

  /** Returns the list. */
  public PluginsLock lock() {
    return lock;
  }

  /** Returns whether there is a signature, right or not. */
  public boolean isSigned() {
    return signature.isPresent();
  }

  /** Returns the signature, for all that judges signatures; empty for a draft. */
  @Internal
  public Optional<SignatureFile> signature() {
    return signature.map(each -> each.over(lock.signedBytes()));
  }

  /** Returns the file's content: UTF-8, a member a line, lines end with one line feed. */
  public byte[] toBytes() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.set(LOCK, StrictJson.object(LockForm.of(lock)));
    signature.ifPresent(each -> file.setAll(each.json()));
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return (JSON.writer(printer).writeValueAsString(file) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values is always writable.", e);
    }
  }
}
