package dev.signet.oci;

import dev.signet.Internal;
import dev.signet.http.Answer;
import dev.signet.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A repository of a registry that speaks the OCI distribution spec 1.1. For one thread. */
@Internal
public final class OciRepository implements BundleStore {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final OciReference place;
  private final RegistrySession session;
  private final BoundedHttp http;

  OciRepository(RegistryAccess access, OciReference place, String rights) throws IOException {
    this.place = place;
    this.session = new RegistrySession(access, place, rights);
    this.http = access.http(ArtifactManifest.MOST_BYTES);
  }

  @Override
  public String name(String digest) {
    return place.pinned(digest).toString();
  }

  @Override
  public byte[] manifest(String version) throws IOException {
    Answer<byte[]> answer =
        session.follow(
            session.address("manifests/" + version),
            request -> request.header("Accept", ArtifactManifest.MEDIA_TYPE),
            http::ask);
    return require(answer, OK, OK).orThrow();
  }

  @Override
  public boolean has(Blob blob) throws IOException {
    Answer<byte[]> answer =
        session.follow(
            blob(blob), request -> request.method("HEAD", BodyPublishers.noBody()), http::ask);
    return require(answer, OK, NOT_FOUND).status() == OK;
  }

  @Override
  public void read(Blob blob, WritableByteChannel target) throws IOException {
    Answer<Long> answer =
        session.follow(
            blob(blob), request -> request, request -> http.ask(request, target, blob.size()));
    require(answer, OK, OK);
  }

  @Override
  public void write(Blob blob, Path file) throws IOException {
    URI uploads = session.address("blobs/uploads/");
    Answer<byte[]> begun =
        session.ask(uploads, request -> request.POST(BodyPublishers.noBody()), http::ask);
    URI upload =
        session.requireHere(RegistrySession.target(uploads, require(begun, ACCEPTED, ACCEPTED)));
    URI complete =
        RegistryAccess.uri(
            upload + (upload.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
    put(complete, "application/octet-stream", BodyPublishers.ofFile(file));
  }

  @Override
  public void write(byte[] manifest, Optional<String> tag) throws IOException {
    put(
        session.address("manifests/" + tag.orElse(Sha256.over(manifest))),
        ArtifactManifest.MEDIA_TYPE,
        BodyPublishers.ofByteArray(manifest));
  }

  private void put(URI address, String type, BodyPublisher body) throws IOException {
    Answer<byte[]> answer =
        session.ask(
            address,
            request -> request.header("Content-Type", type).method("PUT", body),
            http::ask);
    require(answer, CREATED, CREATED);
  }

  private URI blob(Blob blob) {
    return session.address("blobs/" + blob.digest());
  }

  private static <T> Answer<T> require(Answer<T> answer, int one, int other) throws IOException {
    int status = answer.status();
    if (status == one || status == other) {
      return answer;
    }
    String told = "it answers with HTTP status " + status;
    throw new IOException(
        switch (status) {
          case NOT_FOUND -> told + ": it has none such; check repository, tag and digest";
          case FORBIDDEN -> told + ": it does not allow it; ask who runs it for the right";
          default -> told + "; try again, or ask who runs it";
        });
  }
}
