package com.joyofhardware.protocol.agent;

import com.google.gson.annotations.SerializedName;

/** What stands at a path. */
public enum FileKind {
  @SerializedName("file")
  FILE,
  @SerializedName("folder")
  FOLDER,
  @SerializedName("link")
  LINK,
  @SerializedName("other")
  OTHER
}
