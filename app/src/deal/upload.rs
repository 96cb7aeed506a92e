//! Files of a note: chosen by a button, dropped or pasted, and sent to the server one by one before the note.

use crate::{
    client,
    error::{Answer, Problem, Sentence},
    ui::{icon::Icon, toast::toasts},
    words::t,
};
use domain::{
    id::{DealId, FileId},
    note::File as Kept,
    refusal::{Field, Refusal},
};
use leptos::{
    ev::{ClipboardEvent, DragEvent},
    html::Input,
    prelude::*,
};
use send_wrapper::SendWrapper;
use web_sys::{DataTransfer, File};
use words::format;

/// The files that wait for their note, each with its number once it was sent: when the note has to be sent again, they
/// are not.
#[derive(Clone, Copy)]
pub(super) struct Chosen(RwSignal<Vec<(SendWrapper<File>, Option<FileId>)>>);

impl Chosen {
    pub fn new() -> Self {
        Chosen(RwSignal::new(vec![]))
    }

    /// Adds files, or says why not. A folder has no bytes and no kind, and what is too large is not even sent.
    fn add(self, files: Vec<File>) -> Result<(), String> {
        let said = |refusal| Err(Problem::from(refusal).sentence());
        if self.0.with_untracked(Vec::len) + files.len() > Kept::MOST_OF_A_NOTE {
            return said(Refusal::TooMany { max: Kept::MOST_OF_A_NOTE });
        }
        for file in files {
            if file.size() > Kept::MAX as f64 {
                return said(Refusal::FileTooLarge { megabytes: Kept::MAX / (1024 * 1024) });
            }
            if file.size() == 0.0 && file.type_().is_empty() {
                return Err(t().no_file(&file.name()));
            }
            self.0.update(|chosen| chosen.push((SendWrapper::new(file), None)));
        }
        Ok(())
    }

    /// Sends what was not sent yet; gives the numbers of all.
    pub async fn send(self, deal: DealId) -> Answer<Vec<FileId>> {
        let mut numbers = vec![];
        for (index, (file, sent)) in self.0.get_untracked().into_iter().enumerate() {
            let number = match sent {
                Some(number) => number,
                None => client::upload(deal, &file).await?,
            };
            self.0.try_update(|chosen| chosen.get_mut(index).map(|(_, sent)| *sent = Some(number)));
            numbers.push(number);
        }
        Ok(numbers)
    }

    pub fn is_empty(self) -> bool {
        self.0.with_untracked(Vec::is_empty)
    }

    /// The note has them now.
    pub fn clear(self) {
        self.0.try_set(vec![]);
    }
}

/// What comes with a drop or a paste.
fn files_of(data: Option<DataTransfer>) -> Vec<File> {
    let list = data.and_then(|data| data.files());
    list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect()).unwrap_or_default()
}

/// What takes files for a form: a drop and a paste anywhere in it.
#[derive(Clone, Copy)]
pub(super) struct Taking(Callback<Vec<SendWrapper<File>>>);

impl Taking {
    /// Takes files into the chosen ones; what is refused is said.
    pub fn into(files: Chosen) -> Self {
        let toaster = toasts();
        Taking(Callback::new(move |new: Vec<SendWrapper<File>>| {
            if let Err(sentence) = files.add(new.into_iter().map(SendWrapper::take).collect()) {
                toaster.show(sentence);
            }
        }))
    }

    fn take(self, files: Vec<File>) {
        self.0.run(files.into_iter().map(SendWrapper::new).collect());
    }

    pub fn dropped(self, event: DragEvent) {
        let files = files_of(event.data_transfer());
        event.prevent_default();
        self.take(files);
    }

    /// Text that is pasted goes where the caret is.
    pub fn pasted(self, event: ClipboardEvent) {
        let files = files_of(event.clipboard_data());
        if !files.is_empty() {
            event.prevent_default();
            self.take(files);
        }
    }
}

/// The button, and what was chosen.
#[component]
pub(super) fn FileField(files: Chosen, #[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let words = t();
    let (input, taking) = (NodeRef::<Input>::new(), Taking::into(files));
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let list = input.files();
        taking.take(
            list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect()).unwrap_or_default(),
        );
        input.set_value("");
    };
    let refused = move || problem.with(|problem| problem.as_ref()?.sentence_at(Some(Field::File)));
    let chips = move || {
        let chip = |(index, (file, _)): (usize, (SendWrapper<File>, Option<FileId>))| {
            let name = file.name();
            let remove = move |_| files.0.update(|chosen| drop(chosen.remove(index)));
            view! {
                <li>
                    <span>{name.clone()}" "<small>{format::bytes(words, file.size() as i64)}</small></span>
                    <button type="button" class="icon-button" aria-label=words.delete_named(&name) on:click=remove><Icon name="close"/></button>
                </li>
            }
        };
        files.0.get().into_iter().enumerate().map(chip).collect_view()
    };
    view! {
        <div class="file-field">
            <label class="button small">
                <Icon name="clip"/>
                {words.attach_file()}
                <input type="file" name="files" multiple node_ref=input on:change=choose/>
            </label>
            <ul class="file-chips">{chips}</ul>
            <span class="field-refusal" role="alert">{refused}</span>
        </div>
    }
}
