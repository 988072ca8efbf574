package dev.signet.bundle.read;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;

/** A folder held open: what is looked up in it is in this folder, wherever it was moved. */
record SecureFolder(SecureDirectoryStream<Path> stream) implements FolderHandle {

  @Override
  public Iterator<Path> names() {
    return stream.iterator();
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    return stream
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }

  @Override
  public FolderHandle openFolder(Path name) throws IOException {
    return new SecureFolder(stream.newDirectoryStream(name, NOFOLLOW_LINKS));
  }

  @Override
  public SeekableByteChannel openFile(Path name) throws IOException {
    return stream.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
