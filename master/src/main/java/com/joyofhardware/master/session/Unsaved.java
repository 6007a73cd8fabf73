package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;

/** A session that a shutdown could not save; its container is left, the next start saves it. */
public record Unsaved(SessionId session, Name person, ProjectRef project, String why) {}
